// What the user chose, kept by the browser; a browser that keeps nothing is no reason to fail.

export function recall(name) {
  try {
    return localStorage.getItem(`trainyard.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`trainyard.${name}`, value);
  } catch {
    // The choice then holds for this visit.
  }
}
