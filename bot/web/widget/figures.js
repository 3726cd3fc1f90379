// Figures of an answer, as a table and as bars.
// "8.280.000 đồng" → [8280000, "đồng"]; "80,5%" → [80.5, "%"]; what is no single figure → null.
const figure = (value) => {
  const found = /^\D{0,24}?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?\s*([^\d]*)$/.exec(value || "");
  return found && [Number(`${found[1].replace(/\./g, "")}.${found[2] || 0}`), found[3].trim()];
};

// Facts as a table; where all are figures of one unit, with bars beside them.
const table = (facts, words) => {
  const figures = facts.map((fact) => figure(fact.value));
  const comparable = figures.every((one) => one && one[1] === figures[0][1]) && figures.some((one) => one[0] > 0);
  const most = comparable ? Math.max(...figures.map((one) => one[0])) : 0;
  const made = element("table");
  const head = element("tr");
  head.append(element("th", words.figureName, { scope: "col" }), element("th", words.figureValue, { scope: "col" }));
  made.append(head);
  facts.forEach((fact, place) => {
    const row = element("tr"), value = element("td", fact.value);
    if (comparable) {
      const bar = element("span", "", { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${Math.max(1, (100 * figures[place][0]) / most)}%`;
      value.append(bar);
    }
    row.append(element("th", fact.name, { scope: "row" }), value);
    made.append(row);
  });
  const details = element("details");
  if (comparable) details.open = true;
  details.append(element("summary", words.figures), made);
  return details;
};
