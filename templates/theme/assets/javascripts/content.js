/* Opens the tab that the address names, and the tabs chosen on other pages. */
{
  const chosen = __md_get("__tabs")
  if (Array.isArray(chosen)) {
    for (const set of document.querySelectorAll(".tabbed-set")) {
      const labels = [...set.querySelectorAll(".tabbed-labels label")]
      const label = labels.find((label) => chosen.includes(label.innerText.trim()))
      const input = label && document.getElementById(label.htmlFor)
      if (input) input.checked = true
    }
  }
  const target = document.getElementById(location.hash.slice(1))
  if (target && target.name) target.checked = target.name.startsWith("__tabbed_")
}
