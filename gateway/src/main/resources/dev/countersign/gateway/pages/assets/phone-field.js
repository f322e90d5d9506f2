// A country and a number that is formatted while it is typed in. `libphonenumber` is the library beside this file.
const { AsYouType, getCountries, getCountryCallingCode, parsePhoneNumber, validatePhoneNumberLength } = libphonenumber;

const names = new Intl.DisplayNames(["en"], { type: "region" });

/**
 * Fills the list of countries and looks after both fields.
 * The result has `number()`, in E.164 and empty if it cannot be one, and `problem()`, what is wrong with it.
 */
export function phoneField(country, input) {
  fill(country);
  let shown = "";

  const format = (text) => new AsYouType(text.trimStart().startsWith("+") ? undefined : country.value).input(text);

  input.addEventListener("input", (event) => {
    let text = input.value;
    let before = digits(text.slice(0, input.selectionStart));
    if (event.inputType === "deleteContentBackward" && digits(text) === digits(shown)) {
      // Only a bracket or a space went: the digit in front of it was meant.
      text = before.slice(0, -1) + digits(text.slice(input.selectionStart));
      text = (shown.startsWith("+") ? "+" : "") + text;
      before = before.slice(0, -1);
    }
    followCountry(text, country);
    shown = input.value = format(text);
    const caret = afterDigits(shown, before.length);
    input.setSelectionRange(caret, caret);
  });

  country.addEventListener("change", () => {
    // Somebody who chooses another country means its numbers.
    const national = parsed(input.value, country.value)?.nationalNumber ?? input.value;
    shown = input.value = format(input.value.startsWith("+") ? national : input.value);
  });

  return {
    number: () => (problem(input.value, country.value) ? "" : parsed(input.value, country.value).number),
    problem: () => problem(input.value, country.value),
  };
}

/** How people write this number. */
export function readable(e164) {
  return parsed(e164)?.formatInternational() ?? e164;
}

function fill(country) {
  const rows = getCountries().map((code) => [names.of(code) ?? code, code]);
  rows.sort(([one], [other]) => one.localeCompare(other, "en"));
  for (const [name, code] of rows) {
    country.add(new Option(`${name} (+${getCountryCallingCode(code)})`, code));
  }
  const here = new Intl.Locale(navigator.language).maximize().region;
  country.value = getCountries().includes(here) ? here : "US";
}

function followCountry(text, country) {
  if (text.trimStart().startsWith("+")) {
    const typed = new AsYouType();
    typed.input(text);
    const code = typed.getCountry();
    // A calling code that several countries share does not take the choice away.
    const shared = typed.getCallingCode() === getCountryCallingCode(country.value);
    if (code || !shared) {
      country.value = code ?? country.value;
    }
  }
}

function problem(text, country) {
  if (digits(text) === "") {
    return "Type in your phone number.";
  }
  const where = names.of(parsed(text, country)?.country ?? country);
  switch (validatePhoneNumberLength(text, country)) {
    case "TOO_SHORT":
      return `This number is too short for ${where}.`;
    case "TOO_LONG":
      return `This number is too long for ${where}.`;
    case undefined:
      return parsed(text, country) ? "" : "This is no phone number.";
    default:
      return `This is no phone number of ${where}. Check the country and the digits.`;
  }
}

function parsed(text, country) {
  try {
    return parsePhoneNumber(text, country);
  } catch {
    return undefined;
  }
}

function digits(text) {
  return text.replace(/\D/g, "");
}

/** The place in a text behind so many of its digits. */
function afterDigits(text, count) {
  let at = 0;
  for (let seen = 0; at < text.length && seen < count; at++) {
    seen += /\d/.test(text[at]) ? 1 : 0;
  }
  return count >= digits(text).length ? text.length : at;
}
