// The one script (docs/adr/0021-live-refresh.md). An element with data-live is fetched anew from that address every two seconds and
// swapped when the server says that something has changed. Forms stand outside it, so that nothing typed is lost. Without
// this script the page works as it is, with its link «Hent nytt».
"use strict";
(() => {
  const part = document.querySelector("[data-live]");
  if (!part) return;
  const EVERY = 2000;
  let mark = "";
  const look = async () => {
    try {
      const answer = await fetch(part.dataset.live, {
        headers: mark ? { "If-None-Match": mark } : {},
        cache: "no-store",
        credentials: "same-origin",
        redirect: "manual",
      });
      if (answer.status === 200) {
        mark = answer.headers.get("ETag") || "";
        part.innerHTML = await answer.text();
      } else if (answer.status !== 304 && answer.status < 500) {
        // Logged out, or no longer allowed: nothing is left standing.
        part.replaceChildren();
        return;
      }
    } catch {
      // No network: what stands there stands, and the next time may go better.
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
