// Gradio picks the language of its own few words (such as "connection lost") from the browser; this page is Dutch.
Object.defineProperty(navigator, "language", { get: () => "nl" });

(() => {
  "use strict";

  const words = document.currentScript.dataset;

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Plain http on an intranet has no clipboard API.
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("copy refused");
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".vb-copy");
    if (!button) return;
    const exchange = button.closest(".vb-exchange");
    const status = exchange.querySelector(".vb-copied");
    try {
      await copy(exchange.querySelector(".vb-copytext").textContent);
      status.textContent = button.dataset.done;
    } catch {
      status.textContent = button.dataset.failed;
    }
    button.focus();
    setTimeout(() => { status.textContent = ""; }, 4000);
  });

  // The two buttons under the newest answer press Gradio's own, which are out of sight.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".vb-judge button");
    if (!button) return;
    for (const one of button.parentElement.querySelectorAll("button")) {
      one.setAttribute("aria-pressed", String(one === button));
    }
    document.getElementById(button.dataset.behind)?.click();
  });

  // Bring a new question to the top, so that its answer is read from the start; once for each question.
  let seen = 0;
  function follow() {
    const exchanges = document.querySelectorAll(".vb-exchange");
    const before = seen;
    seen = exchanges.length;
    if (seen === before) return;
    const newest = exchanges[seen - 1];
    if (seen > before) {
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      newest.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    }
    setTimeout(() => keepFocus(newest ?? document.querySelector("#vb-question textarea")), 100);
  }

  // An example or the clear button goes away when it is used; its focus must not go with it.
  function keepFocus(next) {
    if (document.activeElement !== document.body || !next) return;
    next.focus({ preventScroll: true });
  }

  // Gradio has no way to say that the notice belongs to the question box.
  function describe() {
    document.querySelector("#vb-question textarea:not([aria-describedby])")?.setAttribute("aria-describedby", "vb-notice");
  }

  // Gradio's own message when the server does not answer is English in every language.
  function translate() {
    for (const [part, dutch] of [[".toast-title", words.trouble], [".toast-message-text", words.lost]]) {
      for (const said of document.querySelectorAll(part)) {
        if (said.textContent !== dutch) said.textContent = dutch;
      }
    }
  }

  new MutationObserver(() => {
    follow();
    describe();
    translate();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
