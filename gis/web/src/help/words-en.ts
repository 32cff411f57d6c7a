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
    ["B", "to the details at the right, and from there back to the map"],
    ["C", "copy the coordinates under the pointer"],
  ],
  topics: {
    select: {
      name: "Select",
      steps: ["Click a site, a route or a gateway. What lies there appears at the right.", "Click a duct in the cross-section to see what it holds. The way you came stands at the top.", "The sign with the two sheets at the top copies the link to exactly this view."],
      keys: [["V", "choose the tool"]],
    },
    search: {
      name: "Search",
      steps: ["Type a code, street, address, owner, EUI or coordinates (EPSG:25832 or WGS 84).", "Choose with the arrow keys or a click. The map shows the place and opens the object."],
      keys: [["/", "to the search"], ["↓ ↑", "choose a result"], ["Enter", "open the result"], ["Esc", "close the results"]],
    },
    legend: {
      name: "Legend and layers",
      steps: ["Switch layers on and off. A layer that is seen only from nearby says from which zoom level.", "“Colour shows” colours the routes by free capacity, life cycle, how they were laid, owner or age.", "At the bottom you choose the background."],
      keys: [],
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
      steps: ["The list shows what your organisation holds and when it runs out.", "“Release” sets the capacity free from today."],
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
      keys: [["E", "start editing"], ["Ctrl+Z", "undo"], ["Ctrl+Shift+Z", "redo"], ["Shift+arrows", "move the map finely; Enter sets a point in its middle"], ["Esc", "one step back"]],
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
    "segment-change": {
      name: "Change a segment, move its points",
      steps: ["Drag points of the line. Dragging a place between two makes a new point; a right click or a long tap removes one.", "Without dragging: a click on the line takes the point up, the next puts it down.", "An end that you drag onto another site ends there. What lies in the segment stays in it."],
      keys: [["Enter", "take up or put down the point in the middle of the map"], ["Delete", "remove the point that is taken up"], ["Esc", "leave the point where it was"]],
    },
    "segment-split": {
      name: "Split a segment",
      steps: ["Open the segment and choose “Split segment”.", "Click the place on the line. Where there is no site, a new one is made.", "Ducts, cables, reservations and history stay and go through both halves."],
      keys: [["Enter", "split in the middle of the map"], ["Esc", "one step back"]],
    },
    "segment-merge": {
      name: "Merge with a neighbour",
      steps: ["Open the segment and choose “Merge with neighbour”.", "Choose the neighbour. It works where both hold the same and nothing else is at the site between them; if not, what is in the way is named."],
      keys: [["Esc", "one step back"]],
    },
    "segment-reverse": {
      name: "Reverse a segment",
      steps: ["Open the segment and choose “Reverse segment”.", "Start and end change places. Ducts and cables in it keep their own direction."],
      keys: [["Esc", "one step back"]],
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
    "duct-cut": {
      name: "Cut a duct",
      steps: ["Open the duct, for example in the cross-section of its segment, and choose “Cut duct”.", "Click a site on its way, choose it in the list, or type the metres from the start.", "One duct becomes two, coupled if you want. What lies in it stays; reservations go on over both pieces."],
      keys: [["↓ ↑", "the next site in the list"], ["Esc", "one step back"]],
    },
    "cable-create": {
      name: "Pull a cable",
      steps: ["Click start and end.", "Choose the duct in each segment. Its fill before and after stands beside it.", "Choose the type of cable and save."],
      keys: [["K", "choose the tool"], ["Backspace", "take the last step back"], ...DRAWING],
    },
    "many-change": {
      name: "Change many",
      steps: ["Choose segments, sites, ducts, cables or gateways, and outline them with a box or a polygon, or take all that a filter finds: at most 200 at a time.", "Choose what shall hold for all, and read the preview.", "Either all are changed or none."],
      keys: [["X", "choose the tool"], ["Esc", "one step back"]],
    },
    delete: {
      name: "Delete",
      steps: ["For mistakes only: the object disappears as if it had never been recorded. What was really there gets the life cycle “removed”.", "Where something still lies in it, what is in the way is named.", "“Undo” brings it back, with all links to it."],
      keys: [["Ctrl+Z", "take the deletion back"]],
    },
    documents: {
      name: "Photos and documents",
      steps: ["Drag files onto “Documents” of an object, or choose them there. On a phone “Take a photo” opens the camera.", "Each file shows its progress. If the connection breaks, send it again; it arrives only once."],
      keys: [],
    },
    history: {
      name: "History and earlier states",
      steps: ["At the bottom of an object stands who changed what and when. On the map the earlier state is dashed, the new one solid.", "“Restore this state” counts as a new change; the history stays."],
      keys: [],
    },
    import: {
      name: "Import",
      steps: ["“Pages”, then “Import” takes in files of contractors and other systems.", "You map columns, see in a trial what becomes of them, and then import all or nothing. The map shows the findings."],
      keys: [],
    },
  },
  tour: {
    welcome: { title: "Welcome", text: "One minute, and you know the map. You can end the tour at any time and open it again from the help." },
    search: { title: "Search", text: "Code, street, address, owner, EUI or coordinates. The key / takes you here." },
    rail: { title: "Tools", text: "Select, filter, measure, find a free way, show your own position. Nearly each tool has a key; the help names it." },
    legend: { title: "Legend and layers", text: "What colours and signs say. Switch layers on and off and choose the background." },
    edit: { title: "Edit", text: "Place sites, draw routes, lay ducts, pull cables. Everything can be undone, even after saving." },
    views: { title: "Views and printing", text: "Keep what you see under a name, and come back to it. Beside it you print the view to scale as PDF." },
    pages: { title: "Pages", text: "Tables with export, figures in the overview, data quality, requests and what else your role needs; your account, too." },
    help: { title: "Help", text: "Here, or with the key ?, each tool says what to do and which keys it takes. You find this tour here, too." },
  },
  next: "Next",
  back: "Back",
  skip: "Skip",
  done: "Done",
  progress: "{step} of {all}",
};
