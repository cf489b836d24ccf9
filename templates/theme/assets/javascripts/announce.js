/* Keeps a dismissed announcement away until its text changes. */
{
  const banner = document.querySelector("[data-md-component=announce]")
  const text = banner && banner.querySelector(".md-typeset")
  if (text && __md_hash(text.innerHTML) === __md_get("__announce")) banner.hidden = true
}
