/* Filters and orders the tables that have data-table; what is chosen stands in the address, so that
   a link shows the same. The markup says what can be chosen, and all rows are there without this.

   A long table goes on in the details.pb-rest after it: what is shown first stands open, in any order.

   table: data-table (begins the keys of the address), data-noun (what the rows are), data-facets
   (names, of the rows), data-columns (names, of the columns; the first one hides those that differ)
   tr in tbody, th in thead: data-facets (the values in the order of the names; several by ";")
   th: data-sort ("up" or "down": which way first); td: data-key (what it is ordered by) */
{
  const element = (name, attributes = {}, ...inside) => {
    const made = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
    made.append(...inside)
    return made
  }
  const names = (text) => (text || "").split("|").filter(Boolean)
  const values = (of, at) => ((of.dataset.facets || "").split("|")[at] || "").split(";").filter(Boolean)
  const clean = (text) => text.replace(/\s+/g, " ").trim()

  class Facet {
    constructor(name, at, bearers, ofColumns) {
      Object.assign(this, { name, at, bearers, ofColumns, narrows: ofColumns && at === 0 })
      this.key = name.toLowerCase()
      this.values = [...new Set(bearers.flatMap((one) => values(one, at)))]
      this.chosen = ""
    }
    get useful() {
      return this.values.length > 1 || (this.values.length === 1 && this.bearers.some((one) => !this.has(one, this.values[0])))
    }
    has(one, value = this.chosen) {
      return !value || values(one, this.at).includes(value)
    }
    control(id, changed) {
      const options = [["", "All"], ...this.values.map((value) => [value, value])]
      if (this.values.length > 5) {
        this.select = element("select", { id }, ...options.map(([value, text]) => element("option", { value }, text)))
        this.select.addEventListener("change", () => changed(this, this.select.value))
        return element("label", { class: "pb-field", for: id }, element("span", {}, this.name), this.select)
      }
      this.radios = options.map(([value]) => element("input", { type: "radio", name: id, value }))
      this.radios.forEach((radio) => radio.addEventListener("change", () => changed(this, radio.value)))
      const chips = options.map(([, text], n) => element("label", { class: "pb-chip" }, this.radios[n], text))
      return element("fieldset", { class: "pb-chips" }, element("legend", {}, this.name), ...chips)
    }
    choose(value) {
      this.chosen = this.values.includes(value) ? value : ""
      if (this.select) this.select.value = this.chosen
      for (const radio of this.radios || []) radio.checked = radio.value === this.chosen
    }
  }

  class Table {
    constructor(table) {
      this.table = table
      this.name = table.dataset.table
      const place = table.closest(".pb-scroll") || table
      this.folded = place.nextElementSibling?.matches(".pb-rest") ? place.nextElementSibling : null
      this.bodies = [table, ...(this.folded?.querySelectorAll("table") || [])].map((each) => each.tBodies[0])
      this.lead = this.folded ? this.bodies[0].rows.length : Infinity
      this.rows = this.bodies.flatMap((body) => [...body.rows])
      this.texts = new Map()
      this.heads = [...table.tHead.rows[0].cells]
      const columns = this.heads.filter((head) => head.dataset.facets)
      this.facets = [
        ...names(table.dataset.columns).map((name, at) => new Facet(name, at, columns, true)),
        ...names(table.dataset.facets).map((name, at) => new Facet(name, at, this.rows, false)),
      ].filter((facet) => facet.useful)
      this.sorts = this.heads.filter((head) => "sort" in head.dataset)
      this.titles = new Map(this.sorts.map((head) => [head, clean(head.textContent)]))
      this.order = ""
      this.build()
      this.read()
      addEventListener("hashchange", () => this.reveal())
    }

    build() {
      const { noun } = this.table.dataset
      const parts = this.facets.map((facet) =>
        facet.control(`${this.name}-${facet.key}`, (changed, value) => this.change(changed, value)))
      if (this.rows.length > 7) parts.push(this.search())
      if (this.sorts.length && this.table.classList.contains("pb-table--cards")) parts.push(this.ordering())
      this.count = element("span", { class: "pb-tools__n", role: "status" })
      this.all = element("button", { type: "button", class: "pb-tools__all" }, "Show all")
      this.all.addEventListener("click", () => this.reset(true))
      const tools = element("div", { class: "pb-tools", role: "group", "aria-label": `Filter ${noun}` }, ...parts,
        element("span", { class: "pb-tools__end" }, this.count, this.all))
      const place = this.table.closest(".pb-scroll") || this.table
      if (place.previousElementSibling?.matches(".pb-tools")) place.previousElementSibling.replaceWith(tools)
      else place.before(tools)
      this.sorts.forEach((head) => this.sortable(head))
    }

    search() {
      this.words = element("input", { type: "search", id: `${this.name}-words`, autocomplete: "off", spellcheck: "false" })
      this.words.addEventListener("input", () => this.show(true))
      return element("label", { class: "pb-field pb-field--words", for: this.words.id }, element("span", {}, "With the words"), this.words)
    }

    ordering() {
      const options = this.sorts.flatMap((head) => {
        const title = this.titles.get(head)
        return [[title, `${title} ↑`], [`-${title}`, `${title} ↓`]]
      })
      this.select = element("select", { id: `${this.name}-order` }, element("option", { value: "" }, "as listed"),
        ...options.map(([value, text]) => element("option", { value }, text)))
      this.select.addEventListener("change", () => this.sort(this.select.value))
      return element("label", { class: "pb-field pb-field--order", for: this.select.id }, element("span", {}, "Order"), this.select)
    }

    sortable(head) {
      const title = this.titles.get(head)
      const button = element("button", { type: "button", class: "pb-sort" }, ...head.childNodes)
      const ways = head.dataset.sort === "down" ? [`-${title}`, title, ""] : [title, `-${title}`, ""]
      button.addEventListener("click", () => this.sort(ways[(ways.indexOf(this.order) + 1) % 3]))
      head.append(button)
    }

    change(facet, value) {
      facet.choose(value)
      for (const other of this.facets) {
        const apart = facet.ofColumns && other.ofColumns && other !== facet
        if (apart && !facet.bearers.some((one) => facet.has(one) && other.has(one))) other.choose("")
      }
      this.show(true)
    }

    sort(order) {
      this.order = order
      this.show(true)
    }

    reset(write) {
      const inside = document.activeElement === this.all
      for (const facet of this.facets) facet.choose("")
      if (this.words) this.words.value = ""
      this.order = ""
      this.show(write)
      if (inside) this.table.closest(".pb-scroll")?.focus({ preventScroll: true })
    }

    /* What is chosen, from the address; and the row that the address leads to, in any case. */
    read() {
      const asked = new URLSearchParams(location.search)
      for (const facet of this.facets) facet.choose(asked.get(`${this.name}-${facet.key}`) || "")
      if (this.words) this.words.value = asked.get(`${this.name}-words`) || ""
      const order = asked.get(`${this.name}-order`) || ""
      this.order = [...this.titles.values()].includes(order.replace(/^-/, "")) ? order : ""
      this.show(false)
      this.reveal()
    }

    reveal() {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("tr")
      if (!row || !this.rows.includes(row)) return
      const folded = this.folded?.contains(row)
      const away = row.hidden || this.folded?.contains(row)
      if (row.hidden) this.reset(true)
      if (this.folded?.contains(row)) this.folded.open = true
      if (away) row.scrollIntoView()
    }

    write() {
      const address = new URL(location.href)
      const put = (key, value) => value ? address.searchParams.set(`${this.name}-${key}`, value) : address.searchParams.delete(`${this.name}-${key}`)
      for (const facet of this.facets) put(facet.key, facet.chosen)
      put("words", this.words?.value.trim())
      put("order", this.order)
      try {
        history.replaceState(history.state, "", address)
      } catch (error) {
        // a folder without a server: there is no link to share
      }
    }

    show(write) {
      this.columns()
      let shown = 0
      for (const row of this.rows) {
        row.hidden = !this.matches(row)
        shown += !row.hidden
      }
      this.arrange()
      const { noun } = this.table.dataset
      const all = this.rows.length
      this.count.textContent = shown === all ? `${all} ${noun}` : shown ? `${shown} of ${all} ${noun}` : `None of ${all} ${noun}`
      this.all.hidden = !this.order && !this.words?.value && !this.facets.some((facet) => facet.chosen)
      if (write) this.write()
    }

    columns() {
      const facets = this.facets.filter((facet) => facet.ofColumns)
      this.wanted = []
      for (const [at, head] of this.heads.entries()) {
        if (!head.dataset.facets) continue
        const hidden = facets.some((facet) => facet.narrows && !facet.has(head))
        const marked = facets.some((facet) => !facet.narrows && facet.chosen && facet.has(head))
        if (facets.every((facet) => facet.has(head))) this.wanted.push(at)
        for (const cell of [head, ...this.rows.map((row) => row.cells[at])]) {
          cell.hidden = hidden
          cell.classList.toggle("pb-on", marked)
        }
      }
    }

    matches(row) {
      const words = clean(this.words?.value || "").toLowerCase().split(" ")
      const text = words[0] && this.text(row)
      if (words[0] && !words.every((word) => text.includes(word))) return false
      const asked = this.facets.filter((facet) => facet.chosen)
      if (asked.some((facet) => facet.ofColumns) && !this.wanted.some((at) => row.cells[at].textContent.trim())) return false
      return asked.every((facet) => facet.ofColumns || facet.has(row))
    }

    text(row) {
      if (!this.texts.has(row)) this.texts.set(row, clean(row.textContent).toLowerCase())
      return this.texts.get(row)
    }

    arrange() {
      const down = this.order.startsWith("-")
      const title = this.order.replace(/^-/, "")
      for (const head of this.sorts) {
        head.setAttribute("aria-sort", title !== this.titles.get(head) ? "none" : down ? "descending" : "ascending")
      }
      if (this.select) this.select.value = this.order
      const at = this.heads.findIndex((head) => this.titles.get(head) === title)
      const key = (row) => row.cells[at]?.dataset.key ?? clean(row.cells[at]?.textContent || "").replace(/^–$/, "")
      const compare = (one, other) => one.localeCompare(other, "en", { numeric: true, sensitivity: "base" })
      const keyed = this.rows.map((row) => [row, at < 0 ? "" : key(row)])
      if (at >= 0) keyed.sort(([, one], [, other]) => !one - !other || (down ? compare(other, one) : compare(one, other)))
      this.place(keyed.map(([row]) => row))
    }

    place(rows) {
      const shown = rows.filter((row) => !row.hidden)
      const open = this.folded ? shown.slice(0, this.lead) : rows
      const rest = this.folded ? [...shown.slice(this.lead), ...rows.filter((row) => row.hidden)] : []
      for (const [at, wanted] of [open, rest].slice(0, this.bodies.length).entries()) {
        const body = this.bodies[at]
        if (body.rows.length !== wanted.length || wanted.some((row, n) => row !== body.rows[n])) {
          body.replaceChildren(...wanted)
        }
      }
      if (!this.folded) return
      const more = shown.length - open.length
      this.folded.hidden = !more
      this.folded.querySelector("summary").textContent = `${more} more ${this.table.dataset.noun}`
    }
  }

  for (const table of document.querySelectorAll("table[data-table]")) new Table(table)
}
