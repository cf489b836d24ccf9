"""What ties a page of the preview to its server: a board of states, and a script that reads it."""

from __future__ import annotations

import threading
import time


class EventBoard:
    """The preview's state, which changes with each rebuild and each failure of one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._start, self._count = time.time_ns(), 0  # a new server is a new state
        self.state = f"{self._start}-0"
        self.fault = ""
        self.closed = False

    def reload(self) -> None:
        """The site is new: pages built before this reload."""
        self._post("")

    def fail(self, message: str) -> None:
        """A rebuild failed: pages stay, and say why."""
        self._post(message)

    def _post(self, fault: str) -> None:
        with self._changed:
            self._count += 1
            self.state, self.fault = f"{self._start}-{self._count}", fault
            self._changed.notify_all()

    def next(self, seen: str, timeout: float) -> tuple[str, str]:
        """The state and its fault, once it differs from the one ``seen``, or after ``timeout``."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self.state != seen, timeout)
            return self.state, self.fault

    def close(self) -> None:
        """Let all who wait go."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()


SCRIPT = """\
/* The preview's own: reloads the page when the site is rebuilt, and shows why a rebuild failed. */
{
  const state = document.currentScript.dataset.state
  const overlay = document.createElement("div")
  overlay.id = "_live_fault"
  overlay.setAttribute("role", "alert")
  Object.assign(overlay.style, {
    position: "fixed", inset: "auto 16px 16px", zIndex: 99, padding: "12px 16px",
    maxHeight: "40vh", overflow: "auto", whiteSpace: "pre-wrap", font: "13px/1.5 monospace",
    background: "#b3261e", color: "#fff", borderRadius: "8px", boxShadow: "0 4px 24px #0006",
  })
  const events = new EventSource("/_live?page=" + encodeURIComponent(location.pathname))
  events.onmessage = (event) => {
    const news = JSON.parse(event.data)
    if (news.fault) {
      overlay.textContent = news.fault
      document.body.append(overlay)
    } else if (news.state !== state) {
      location.reload()
    } else {
      overlay.remove()
    }
  }
  addEventListener("pagehide", () => events.close())
}
"""
