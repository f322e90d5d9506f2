// Calls the back end of this page, and says in plain words what it refuses.

/** A call that did not succeed; its message is for the person at the screen. */
export class Problem extends Error {
  constructor(type, message) {
    super(message);
    this.type = type;
  }
}

/** What the back end answers. Throws a Problem for everything but a success. */
export async function call(method, path, body) {
  let response;
  let answer;
  try {
    response = await fetch(path, {
      method,
      headers: body && { "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    answer = await response.json();
  } catch {
    throw new Problem("offline", "There is no connection. Check it and try again.");
  }
  if (!response.ok) {
    const retryAfter = Number(response.headers.get("Retry-After"));
    throw new Problem(answer.error_type, words(answer, retryAfter));
  }
  return answer;
}

function words(answer, retryAfter) {
  switch (answer.error_type) {
    case "invalid_phone_number":
      return "No phone has this number. Check the country and the digits.";
    case "otp_code_not_found":
      return "That is not the code." + attempts(answer.error_details?.attempts_left);
    case "unable_to_auth_otp_code":
      return "This code no longer works: it has expired, was used, or was guessed at too often. Ask for a new one.";
    case "invalid_code":
      return "The code consists of the digits in the message.";
    case "user_lock_limit_reached":
      return "There were too many wrong codes. " + later(retryAfter, "Ask us to unlock this number.");
    case "too_many_requests":
      return "That was too often. " + later(retryAfter, "Try again later.");
    case "server_unavailable":
    case "request_timeout":
      return "The service does not answer at the moment. Try again.";
    default:
      return `Something went wrong. If you ask for help, name ${answer.request_id}.`;
  }
}

function attempts(left) {
  switch (left) {
    case undefined:
      return " Check the digits, or ask for a new one.";
    case "0":
      return " Ask for a new one.";
    case "1":
      return " You can try once more.";
    default:
      return ` You can try ${left} more times.`;
  }
}

function later(seconds, otherwise) {
  if (!seconds) {
    return otherwise;
  }
  const [count, unit] = seconds < 90 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return `Try again in ${count} ${unit}${count === 1 ? "" : "s"}.`;
}
