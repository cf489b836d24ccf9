/* Narrows what has data-place (the ids of places, parted by spaces) to the place that is chosen in
   [data-places], and remembers the choice for the whole site. Without it, or with no place chosen,
   all stands as it was written. */
{
  const KEY = "place"
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
