// Chooses the theme before the first paint; a file of its own because the server's policy allows no inline script.
(function () {
  var stored = null;
  try {
    stored = localStorage.getItem("daywright.theme");
  } catch (blocked) {
    // storage can be switched off; the system's theme is the answer then
  }
  var dark = stored ? stored === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.querySelector('meta[name="theme-color"]').content = dark ? "#12151c" : "#faf8f4";
})();
