// What the browser keeps from one visit to the next. Where its settings forbid that, the page works without.
export const recall = (name) => attempt(() => localStorage.getItem(name));

export const remember = (name, value) => attempt(() => localStorage.setItem(name, value));

export const forget = (name) => attempt(() => localStorage.removeItem(name));

/** As above, until the tab is closed. */
export const recallHere = (name) => attempt(() => sessionStorage.getItem(name));

export const rememberHere = (name, value) => attempt(() => sessionStorage.setItem(name, value));

/** Whether pages may keep nothing here. The same setting forbids cookies, and not every browser owns up to that. */
export const isForgetful = () => attempt(() => localStorage) === null;

function attempt(task) {
  try {
    return task();
  } catch {
    return null;
  }
}
