/* Sets the chosen scheme, or the system's, before anything is painted. */
{
  const chosen = __md_get("__palette")
  const asked = (scheme) => document.querySelector(`[data-md-color-media="(prefers-color-scheme: ${scheme})"]`)
  let color = chosen && chosen.color
  if (!color || color.media === "(prefers-color-scheme)") {
    const input = asked(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")
    color = input && { scheme: input.getAttribute("data-md-color-scheme") }
  }
  for (const [key, value] of Object.entries(color || {})) {
    document.body.setAttribute("data-md-color-" + key, value)
  }
}
