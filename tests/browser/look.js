// What a look at a page tells, as an object of functions; looking.py calls them where it stands.
({
  /* The page as a table of facts. */
  facts() {
    const all = [...document.querySelectorAll("*")];
    const named = all.map((one) => one.id).filter((id) => id);
    const script = ({ name, value }) => name.startsWith("on") || /^\s*javascript:/i.test(value);
    const inline = (one) => one.matches("style, [style], script:not([src])") || [...one.attributes].some(script);
    return {
      language: document.documentElement.lang,
      direction: document.documentElement.dir,
      headings: document.querySelectorAll("h1").length,
      inline: all.filter(inline).map((one) => one.outerHTML.slice(0, 80)),
      twice: named.filter((id, i) => named.indexOf(id) !== i),
    };
  },

  /* How far the page is wider than the window, and the innermost part that stands out; nothing if it fits. */
  overflow() {
    const over = document.documentElement.scrollWidth - window.innerWidth;
    if (over <= 0) return "";
    const outside = ({ left, right }) => right > window.innerWidth + 1 || left < -1;
    const wide = [...document.body.querySelectorAll("*")].filter((one) => outside(one.getBoundingClientRect()));
    return `${over} px too wide: ${wide.at(-1)?.outerHTML.slice(0, 120)}`;
  },

  /* What axe finds in the parts that are new to it: those that are built like known ones, in a place like theirs,
     are left out. [violations, the builds that were new], or null where axe has to be brought first. */
  askAxe([rules, known]) {
    const told = ["class", "type", "role", "dir", "open", "hidden", "disabled", "aria-invalid", "aria-current"];
    const seen = new Set(known);
    const fresh = [];
    const alike = [];
    const hash = (text) => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)) | 0, 7);
    const built = (one) => {
      const inside = [...new Set([...one.children].map(built))];
      const looks = told.map((name) => one.getAttribute(name) ?? "-");
      return [one.tagName, looks, one.getAttributeNames(), Boolean(one.textContent.trim()), `(${inside})`].join();
    };
    const sort = (one, place) => {
      const build = hash(place + built(one));
      if (seen.has(build)) {
        alike.push(one);
        return;
      }
      seen.add(build);
      fresh.push(build);
      for (const child of one.children) sort(child, `${place}>${one.tagName}.${one.className}`);
    };
    for (const child of document.body.children) sort(child, "");
    if (!fresh.length) return [[], []];
    if (!("axe" in window)) return null;
    const sentence = ({ id, nodes }) => `${id} at ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`;
    const asked = { runOnly: rules, resultTypes: ["violations"], preload: false };
    return axe.run({ exclude: alike }, asked).then((found) => [found.violations.map(sentence), fresh]);
  },
})
