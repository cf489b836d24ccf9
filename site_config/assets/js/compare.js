/* Shows two columns of a table of many beside each other. [data-compare] before the table becomes
   two choices; what is chosen stands in the address. Without this all columns are there. */
for (const place of document.querySelectorAll("[data-compare]")) {
  const table = place.parentElement.querySelector("[data-compare] ~ .pb-scroll table")
  const names = [...table.tHead.rows[0].cells].slice(1).map((head) => head.textContent.trim())
  const asked = new URLSearchParams(location.search)

  const show = () => {
    const chosen = selects.map((select) => Number(select.value))
    for (const row of table.rows) {
      for (const [at, cell] of [...row.cells].entries()) {
        cell.hidden = at > 0 && !chosen.includes(at - 1)
        if (at > 0 && !cell.hidden) cell.dataset.label ||= names[at - 1] // a wide table leaves it out
      }
    }
  }

  const selects = ["one", "other"].map((key, at) => {
    const select = document.createElement("select")
    select.id = `compare-${key}`
    select.append(...names.map((name, number) => new Option(name, number)))
    const found = names.indexOf(asked.get(key))
    select.value = found < 0 ? at : found
    select.addEventListener("change", () => {
      const address = new URL(location.href)
      selects.forEach((each, n) => address.searchParams.set(["one", "other"][n], names[each.value]))
      try {
        history.replaceState(history.state, "", address)
      } catch (error) {
        // a folder without a server: there is no link to share
      }
      show()
    })
    const label = document.createElement("label")
    label.className = "pb-field"
    label.htmlFor = select.id
    const words = document.createElement("span")
    words.textContent = at ? "with" : "Compare"
    label.append(words, select)
    place.append(label)
    return select
  })
  show()
}
