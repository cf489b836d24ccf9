/* Narrows what has data-place (the ids of places, parted by spaces) to the place that is chosen in
   [data-places], and remembers the choice for the whole site. Without it, or with no place chosen,
   all stands as it was written. In .pb-agenda the head of a column has data-place for its cells,
   which get the head's words as data-label, for phones. */
{
  const KEY = "place"
  for (const head of document.querySelectorAll(".pb-agenda th[data-place]")) {
    const { cellIndex, textContent } = head
    for (const body of head.closest("table").tBodies)
      for (const { cells } of body.rows) {
        cells[cellIndex].dataset.place = head.dataset.place
        cells[cellIndex].dataset.label = textContent
      }
  }
  const parts = [...document.querySelectorAll("[data-place]")].map((part) => ({
    part,
    places: part.dataset.place.split(" "),
    hidden: part.hidden,
  }))
  const inputs = [...document.querySelectorAll("[data-places] input")]

  const narrow = (place) => {
    for (const { part, places, hidden } of parts) part.hidden = place ? !places.includes(place) : hidden
  }

  for (const input of inputs) {
    input.addEventListener("change", () => {
      __md_set(KEY, input.value)
      narrow(input.value)
    })
  }
  const chosen = __md_get(KEY)
  const known = inputs.find((input) => input.value && input.value === chosen)
  if (known) {
    known.checked = true
    narrow(known.value)
  }
}
