/* For 404.html: this script's own address tells where the site begins. Links and styles follow. */
{
  const top = new URL("../..", document.currentScript.src)
  const style = document.createElement("link")
  style.rel = "stylesheet"
  style.href = new URL("assets/sourcebook.css", top)
  document.head.append(style)
  document.addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll("[data-pb-home]")) {
      link.href = new URL(link.dataset.pbHome || "index.html", top)
    }
  })
}
