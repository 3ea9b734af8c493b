// Mark the quote that the address names (#c120-188) and bring it into view.
// Offsets count Unicode code points, as Python does; a JavaScript string counts UTF-16 units.
(() => {
  "use strict";

  const state = document.getElementById("vb-state");
  const text = document.getElementById("vb-text");

  function units(string, points) {
    let at = 0;
    for (let left = points; left > 0 && at < string.length; left--) {
      at += string.codePointAt(at) > 0xffff ? 2 : 1;
    }
    return at;
  }

  function points(string) {
    let count = 0;
    for (const _ of string) count++;
    return count;
  }

  function unmark() {
    for (const mark of text.querySelectorAll("mark")) mark.replaceWith(...mark.childNodes);
    text.normalize();
  }

  // Return the [node, from, to] of every text node that the span touches, from and to in UTF-16 units.
  function pieces(start, end) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const found = [];
    let place = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const length = points(node.data);
      const from = Math.max(start - place, 0);
      const to = Math.min(end - place, length);
      if (from < to) found.push([node, units(node.data, from), units(node.data, to)]);
      place += length;
    }
    return place < end ? [] : found;
  }

  function wrap(id, start, end) {
    unmark();
    let first = null;
    for (const [node, from, to] of pieces(start, end)) {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      const mark = document.createElement("mark");
      range.surroundContents(mark);
      first ??= mark;
    }
    if (first) {
      first.id = id;
      first.tabIndex = -1;
    }
    return first;
  }

  function say(found, id) {
    state.textContent = found ? state.dataset.here + " " : state.dataset.absent;
    if (!found) return;
    const link = document.createElement("a");
    link.href = "#" + id;
    link.textContent = state.dataset.link;
    state.append(link);
  }

  function show() {
    const asked = /^#(c(\d+)-(\d+))$/.exec(location.hash);
    if (!asked) return;
    const [, id, start, end] = asked;
    let mark = document.getElementById(id);
    if (!mark) {
      mark = wrap(id, Number(start), Number(end));
      say(mark, id);
    }
    if (!mark) return;
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  }

  window.addEventListener("hashchange", show);
  state.addEventListener("click", (event) => {
    if (event.target.closest("a")) setTimeout(show);
  });
  show();
})();
