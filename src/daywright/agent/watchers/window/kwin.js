// Runs inside KWin (Plasma 5 and 6) and tells the agent of the active window: when it changes, and when it changes its
// title or fills the screen. It sees no input and changes nothing.
(function () {
  "use strict";
  const name = "daywright.Windows";
  let followed = null;

  function active() {
    return workspace.activeWindow === undefined ? workspace.activeClient : workspace.activeWindow;
  }

  function text(value) {
    return value === undefined || value === null ? "" : String(value);
  }

  function tell() {
    const seen = active() || {};
    callDBus(name, "/", name, "Active",
      text(seen.internalId), text(seen.resourceClass), text(seen.resourceName), text(seen.caption),
      Boolean(seen.fullScreen));
  }

  function follow() {
    if (followed) {
      try {
        followed.captionChanged.disconnect(tell);
        followed.fullScreenChanged.disconnect(tell);
      } catch (gone) {
        // closed meanwhile: nothing is left to disconnect from
      }
    }
    followed = active();
    if (followed) {
      followed.captionChanged.connect(tell);
      followed.fullScreenChanged.connect(tell);
    }
    tell();
  }

  (workspace.windowActivated || workspace.clientActivated).connect(follow);
  follow();
})();
