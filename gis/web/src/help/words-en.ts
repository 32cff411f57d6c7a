import type { HelpWords } from "./topics";

const DRAWING = [["Esc", "one step back"], ["Ctrl+Z", "take back the last point or the last change"]] as const;

/** English words of help and tour. */
export const en: HelpWords = {
  title: "Help",
  close: "Close",
  everywhere: "Everywhere",
  keys: "Keys",
  startTour: "Show the tour",
  general: [
    ["/", "to the search"],
    ["?", "this help"],
    ["Esc", "one step back"],
    ["Arrow keys", "move the map while it has the focus; in a tool bar the next tool"],
    ["+ −", "zoom in, zoom out"],
    ["Enter", "selects what lies in the middle of the map"],
    ["C", "copy the coordinates under the pointer"],
  ],
  topics: {
    select: {
      name: "Select",
      steps: ["Click a site, a route or a gateway. What lies there appears at the right.", "Click a duct in the cross-section to see what it holds. The way you came stands at the top.", "The sheets at the top copy the link to exactly this view."],
      keys: [["V", "choose the tool"]],
    },
    filter: {
      name: "Filter and list",
      steps: ["Choose what to filter, and say what shall hold.", "Map and list then show the same. A note on the map recalls the filter and lifts it."],
      keys: [["F", "choose the tool"]],
    },
    measure: {
      name: "Measure",
      steps: ["Click on the map point by point.", "Length and area stand at the right; they hold on the ellipsoid, not on the sheet."],
      keys: [["L", "choose the tool"], ["Esc", "remove the last point"]],
    },
    route: {
      name: "From A to B",
      steps: ["Type start and end, or choose both on the map.", "Say what is needed: free tubes or room for a cable, and for which period.", "Compare the ways that were found and reserve one."],
      keys: [["R", "choose the tool"]],
    },
    mine: {
      name: "Our reservations",
      steps: ["The list shows what your organisation holds and when it runs out.", "“Release” gives the capacity free from today."],
      keys: [["M", "choose the tool"]],
    },
    bookmarks: {
      name: "My views",
      steps: ["Give the view a name and keep it.", "A click on the name takes you back there. What is deleted can be brought back at once."],
      keys: [],
    },
    print: {
      name: "Print",
      steps: ["Choose paper and scale. The frame on the map shows the sheet.", "Move the map until the part fits, and make the PDF."],
      keys: [],
    },
    locate: {
      name: "Own position",
      steps: ["One press shows where you are; the circle says how exactly. The map follows you.", "Once you move the map it follows no longer. Another press brings you back, one more ends it."],
      keys: [["P", "show the own position"]],
    },
    edit: {
      name: "Edit",
      steps: ["Choose a tool, or click an object and choose at the right what to change.", "“Save” always stands at the lower right. What is not saved yet survives a reload and a lost connection.", "Everything can be undone, even what was saved."],
      keys: [["E", "start editing"], ["Ctrl+Z", "undo"], ["Ctrl+Shift+Z", "redo"], ["Esc", "one step back"]],
    },
    "site-create": {
      name: "Place a site",
      steps: ["Click on the map, or type an address or coordinates.", "Drag the mark until it is right. Fill in the form and save."],
      keys: [["S", "choose the tool"], ["Esc", "one step back"]],
    },
    "segment-create": {
      name: "Draw a route segment",
      steps: ["Click point by point. A ring shows what the point snaps to; a double click ends the line.", "With “Parallel to a route” you type the distance, click the route, then start and end.", "Where the end meets a route, you are offered to split it there with everything in it."],
      keys: [["T", "choose the tool"], ["W", "angles in fixed steps"], ["Backspace", "remove the last point"], ...DRAWING],
    },
    "gateway-create": {
      name: "Place a gateway",
      steps: ["Click a site; anywhere else a new one is made.", "Fill in the form and save."],
      keys: [["G", "choose the tool"], ["Esc", "one step back"]],
    },
    "duct-create": {
      name: "Lay a duct or bundle",
      steps: ["Click start and end. The way through the segments is proposed.", "A click on a segment takes it out or in.", "Choose the type of duct and save."],
      keys: [["D", "choose the tool"], ["Backspace", "take the last step back"], ...DRAWING],
    },
    "cable-create": {
      name: "Pull a cable",
      steps: ["Click start and end.", "Choose the duct in each segment. Its fill before and after stands beside it.", "Choose the type of cable and save."],
      keys: [["K", "choose the tool"], ["Backspace", "take the last step back"], ...DRAWING],
    },
    "many-change": {
      name: "Change many",
      steps: ["Choose segments, sites, ducts, cables or gateways, and outline them with a box or a polygon, or take all that a filter finds.", "Choose what shall hold for all, and read the preview.", "Either all are changed or none."],
      keys: [["X", "choose the tool"], ["Esc", "one step back"]],
    },
  },
  tour: {
    welcome: { title: "Welcome", text: "One minute, and you know the map. You can end the tour at any time and open it again from the help." },
    search: { title: "Search", text: "Code, street, address, owner, EUI or coordinates. The key / takes you here." },
    rail: { title: "Tools", text: "Select, filter, measure, find a free way. Each tool has a key; it stands in the hint when you point at it." },
    legend: { title: "Legend and layers", text: "What colours and signs say. Switch layers on and off and choose the background." },
    edit: { title: "Edit", text: "Place sites, draw routes, lay ducts, pull cables. Everything can be undone, even after saving." },
    help: { title: "Help", text: "Here, or with the key ?, each tool says what to do and which keys it takes. You find this tour here, too." },
  },
  next: "Next",
  back: "Back",
  skip: "Skip",
  done: "Done",
  progress: "{step} of {all}",
};
