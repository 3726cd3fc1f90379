// Where an answer's text says what it rests on, that place becomes a link to the cited words. What is not surely
// one citation's stays as it is, as does a text that is not held: where it was read about stands in the list below.
// No word of the text is changed.

// Only pages of the server and the web may be linked to.
const safe = (address, server) => (/^\/(?!\/)/.test(address || "") ? server + address : /^https?:\/\//.test(address || "") ? address : null);

const addressOf = (citation, server) => safe(citation.url, server) || safe(citation.source_url, server);

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

// A table row "| a | b |" reads "a: b".
const cells = (line) => (line.startsWith("|") ? line.replace(/^\|\s*|\s*\|$/g, "").replace(/\s*\|\s*/g, ": ") : line);

// A quotation without its Markdown and its own count: "## 2. Trồng rừng" says "Trồng rừng".
const wordsOf = (quote) => oneLine(quote.split("\n").map(cells).join(" ")).replace(/\*\*/g, "").replace(/^(?:[#-]+ |\d{1,2}[.)] |[a-zđ]\) )+/, "");

// Letters below which words may stand in a quotation by chance, or a name in a text.
const FEWEST_LETTERS = 20, SHORTEST_NAME = 12;

// The lines below the last "Nguồn:", each with where it begins: one for each document that is cited, in their order.
const sourceLines = (text) => {
  const block = [...text.matchAll(/^Nguồn:(?: (.+)|((?:\n- .+)+))/gm)].pop();
  if (!block) return [];
  let at = block.index + "Nguồn:".length;
  if (block[1]) return [{ start: at + 1, text: block[1] }];
  return block[2].slice(1).split("\n").map((line) => {
    const start = at + "\n- ".length;
    at += line.length + 1;
    return { start, text: line.slice(2) };
  });
};

const placesOf = (cited) => [...new Set(cited.map((one) => one.place).filter(Boolean))];

const named = (places) => ` – ${places.join(", ")}`;

// What a line below "Nguồn:" names: the document, and behind a dash the places that are cited in it.
const linksOfLine = (line, cited) => {
  const places = placesOf(cited);
  const hasPlaces = places.length && line.text.endsWith(named(places));
  const name = hasPlaces ? line.text.slice(0, -named(places).length) : line.text;
  // One place is one link, with the document's name before it.
  if (places.length < 2) return { name, links: [{ start: line.start, end: line.start + line.text.length, citation: cited[0] }] };
  const links = [{ start: line.start, end: line.start + name.length, citation: cited[0] }];
  let at = line.start + name.length + " – ".length;
  for (const place of hasPlaces ? places : []) {
    links.push({ start: at, end: at + place.length, citation: cited.find((one) => one.place === place) });
    at += place.length + ", ".length;
  }
  return { name, links };
};

// Whether a line is surely about one of several documents: it bears its number or title, or its places and no other's.
const isOf = (line, cited, groups) => {
  const known = cited[0].number || oneLine(cited[0].title), places = placesOf(cited);
  const alike = groups.filter((one) => line.text.endsWith(named(placesOf(one))));
  return groups.length === 1 || line.text.includes(known) || (places.length > 0 && alike.length === 1 && alike[0] === cited);
};

const sourceLinks = (text, citations) => {
  const documents = new Map();
  for (const one of citations) documents.set(one.document_id, [...(documents.get(one.document_id) || []), one]);
  const lines = sourceLines(text), groups = [...documents.values()];
  // Lines that are not those of the citations, one by one, are somebody else's words.
  if (lines.length !== groups.length) return [];
  const links = [];
  lines.forEach((line, place) => {
    const cited = groups[place];
    if (!isOf(line, cited, groups)) return;
    const found = linksOfLine(line, cited);
    links.push(...found.links);
    if (found.name.length < SHORTEST_NAME) return;
    for (let at = text.indexOf(found.name); at >= 0 && at < line.start; at = text.indexOf(found.name, at + 1)) {
      links.push({ start: at, end: at + found.name.length, citation: cited[0] });
    }
  });
  return links;
};

// The only citation of a list's; none where there are several that stand in different places.
const only = (found) => (new Set(found.map((one) => one.url)).size === 1 ? found[0] : null);

// "(khoản 1 Điều 23)", "(Điều 5 Nghị định 152/2025/NĐ-CP)", "Nguyên văn Điều 23:".
const provisionLinks = (text, citations) =>
  [...text.matchAll(/(\(|Nguyên văn )([^()“”\n]{2,160})(?=\)|: “)/g)].map((found) => ({
    start: found.index + found[1].length,
    end: found.index + found[0].length,
    citation: only(citations.filter((one) => one.place && (found[2] === one.place || (one.number && found[2].startsWith(`${one.place} `) && found[2].includes(one.number))))),
  }));

// Whether a line's words stand in a quotation, or hold it; what stands before a colon may be the heading above them.
const isSaidBy = (line, quote) =>
  [line, line.slice(line.indexOf(": ") + 1).trim()].some((said) => said.length >= FEWEST_LETTERS && quote.includes(said)) || (quote.length >= FEWEST_LETTERS && line.includes(quote));

// Behind a line of a list that states a fact, or quotes one citation's words: a mark that leads there.
const markLinks = (text, { citations, facts }) =>
  [...text.matchAll(/^- (.+)$/gm)].map((found) => {
    const line = found[1], end = found.index + found[0].length;
    const stated = facts.filter((one) => [`${one.name}: ${one.value}`, one.value, `“${one.value}”`].includes(line)).map((one) => citations[one.citation]);
    const quoting = citations.filter((one) => one.quote && isSaidBy(wordsOf(line), wordsOf(one.quote)));
    return { start: end, end, citation: only(stated.filter(Boolean)) || only(quoting) };
  });

// All of them in their order, none within another: {start, end, address, place}.
const textLinks = (answer, server) => {
  const { text, citations } = answer;
  if (!citations.length) return [];
  const found = [...sourceLinks(text, citations), ...provisionLinks(text, citations), ...markLinks(text, answer)];
  const links = found
    .map(({ start, end, citation }) => ({ start, end, place: citation && citation.place, address: citation && safe(citation.url, server) }))
    .filter((one) => one.address)
    .sort((one, other) => one.start - other.start || one.end - other.end);
  return links.filter((one, place) => !place || one.start >= links[place - 1].end);
};
