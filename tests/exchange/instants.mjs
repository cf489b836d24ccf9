// Reads calendars with ical.js, each line of standard input a file's path, and tells what it finds
// between two instants as JSON: for each file a list of [summary, start, end], UTC in ISO 8601.
// Usage: node instants.mjs <path of ical.js> <from> <to>

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, from, to] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(library).href);
const first = new Date(from), last = new Date(to);
const utc = (time) => new Date(time.toUnixTime() * 1000).toISOString();

function instants(path) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf-8")));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const found = [];
  for (const part of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(part);
    if (event.startDate.isDate) continue;
    const add = (start, end) => {
      const at = new Date(start.toUnixTime() * 1000);
      if (first <= at && at < last) found.push([event.summary, utc(start), utc(end)]);
    };
    if (!event.isRecurring()) {
      add(event.startDate, event.endDate);
      continue;
    }
    const all = event.iterator();
    for (let next = all.next(); next; next = all.next()) {
      if (new Date(next.toUnixTime() * 1000) >= last) break;
      const one = event.getOccurrenceDetails(next);
      add(one.startDate, one.endDate);
    }
  }
  return found;
}

const paths = readFileSync(0, "utf-8").split("\n").filter(Boolean);
console.log(JSON.stringify(paths.map(instants)));
