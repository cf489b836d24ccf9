/* Shows the notice of an outdated version where the version selector has found it to be one. */
{
  const notice = document.querySelector("[data-md-component=outdated]")
  if (notice && __md_get("__outdated", sessionStorage) === true) notice.hidden = false
}
