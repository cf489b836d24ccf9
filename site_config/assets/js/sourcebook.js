/* Two small things: says when the site is stale, and copies the links of anchors. */
{
  const STALE_DAYS = 7

  const stamp = document.querySelector("[data-pb-as-of]")
  const age = stamp ? Math.floor((Date.now() - Date.parse(stamp.dateTime)) / 86400000) : 0
  if (age > STALE_DAYS && !document.querySelector(".pb-stale")) {
    const banner = document.createElement("p")
    banner.className = "pb-stale"
    banner.setAttribute("role", "status")
    banner.textContent = `This site shows ${stamp.textContent}, ${age} days ago. Dates and states may have moved on.`
    document.querySelector(".md-container").prepend(banner)
  }

  const said = document.createElement("span")
  said.className = "pb-vh"
  said.setAttribute("role", "status")
  document.body.append(said)

  document.addEventListener("click", async (event) => {
    const anchor = event.target.closest(".pb-anchor")
    if (!anchor || !navigator.clipboard) return
    const own = anchor.getAttribute("href") || "#" + anchor.closest("[id]").id
    try {
      await navigator.clipboard.writeText(new URL(own, location.href).href)
    } catch (error) {
      return // refused: the link itself still works
    }
    anchor.dataset.copied = ""
    said.textContent = "Link copied"
    setTimeout(() => {
      delete anchor.dataset.copied
      said.textContent = ""
    }, 1600)
  })
}
