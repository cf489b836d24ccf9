/* What the theme's bundle expects to find: where the site begins, and small stores of settings. */
document.documentElement.classList.replace("no-js", "js") // the theme's bundle does so only at the end
var __md_scope = new URL("../..", document.currentScript.src)

var __md_hash = (text) => [...text].reduce((sum, char) => (sum << 5) - sum + char.charCodeAt(0), 0)

var __md_get = (key, store = localStorage, scope = __md_scope) => {
  try {
    return JSON.parse(store.getItem(scope.pathname + "." + key))
  } catch (error) {
    return null // storage is refused
  }
}

var __md_set = (key, value, store = localStorage, scope = __md_scope) => {
  try {
    store.setItem(scope.pathname + "." + key, JSON.stringify(value))
  } catch (error) {
    // storage is refused or full: the setting lasts for this page
  }
}
