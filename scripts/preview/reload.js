// Loads the page anew when the preview shows a newer state. A hidden tab does not listen: browsers keep few connections.
(function () {
  "use strict";
  var script = document.currentScript;
  var seen = script.getAttribute("data-build");
  var source = null;

  function listen() {
    if (source || document.hidden) return;
    source = new EventSource(script.getAttribute("data-events"));
    source.onmessage = function (event) {
      if (event.data !== seen) location.reload();
    };
  }

  function rest() {
    if (source) source.close();
    source = null;
  }

  document.addEventListener("visibilitychange", function () {
    if (document.hidden) rest();
    else listen();
  });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", listen);
  listen();
})();
