// A table whose columns sort it: a button in each head that can, and aria-sort for who does not see the arrow.
import { element } from "./dom.js";
import { language } from "./language.js";

const texts = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

function compare(one, other) {
  if (one == null || other == null) return (one == null) - (other == null); // what is not known comes last
  return typeof one === "string" ? texts.compare(one, other) : one - other;
}

/**
 * Makes the heads with data-sort into buttons.
 *
 * @param values of an item, what it is sorted by, for each data-sort
 * @param onChange is called when the user sorts
 * @returns what puts items in order: as they come until the user sorts
 */
export function sorting(table, values, onChange) {
  let by;
  let descending = false;
  const heads = [...table.tHead.querySelectorAll("th[data-sort]")];
  for (const head of heads) {
    const button = element("button", { type: "button", class: "sort" }, ...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      descending = by === head.dataset.sort && !descending;
      by = head.dataset.sort;
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      onChange();
    });
  }
  return (items) => {
    if (!by) return items;
    const value = values[by];
    return [...items].sort((one, other) => {
      const [first, second] = [value(one), value(other)];
      return descending && first != null && second != null ? compare(second, first) : compare(first, second);
    });
  };
}
