import type { HelpWords } from "./topics";

const DRAWING = [["Esc", "einen Schritt zurück"], ["Strg+Z", "letzten Punkt oder letzte Änderung zurücknehmen"]] as const;

/** German words of help and tour. */
export const de: HelpWords = {
  title: "Hilfe",
  close: "Schließen",
  everywhere: "Überall",
  keys: "Tasten",
  startTour: "Rundgang zeigen",
  general: [
    ["/", "zur Suche"],
    ["?", "diese Hilfe"],
    ["Esc", "einen Schritt zurück"],
    ["Pfeiltasten", "Karte verschieben, wenn sie gewählt ist; in einer Werkzeugleiste das nächste Werkzeug"],
    ["+ −", "vergrößern, verkleinern"],
    ["Eingabe", "wählt, was in der Mitte der Karte liegt"],
    ["C", "Koordinaten unter dem Mauszeiger kopieren"],
  ],
  topics: {
    select: {
      name: "Auswählen",
      steps: ["Klicken Sie auf einen Standort, eine Trasse oder ein Gateway. Rechts erscheint, was dort liegt.", "Klicken Sie im Querschnitt auf ein Rohr, um seinen Inhalt zu sehen. Der Weg hierher steht oben in der Leiste.", "Das Blattzeichen oben kopiert den Link zu genau dieser Ansicht."],
      keys: [["V", "Werkzeug wählen"]],
    },
    filter: {
      name: "Filtern und auflisten",
      steps: ["Wählen Sie, was gefiltert wird, und geben Sie an, was zutreffen soll.", "Karte und Liste zeigen dann dasselbe. Ein Hinweis auf der Karte erinnert an den Filter und hebt ihn auf."],
      keys: [["F", "Werkzeug wählen"]],
    },
    measure: {
      name: "Messen",
      steps: ["Klicken Sie Punkt für Punkt auf die Karte.", "Länge und Fläche stehen rechts; sie gelten auf dem Ellipsoid, nicht auf dem Kartenblatt."],
      keys: [["L", "Werkzeug wählen"], ["Esc", "letzten Punkt entfernen"]],
    },
    route: {
      name: "Von A nach B",
      steps: ["Geben Sie Anfang und Ende ein oder wählen Sie beide auf der Karte.", "Sagen Sie, was gebraucht wird: freie Rohre oder Platz für ein Kabel, und in welchem Zeitraum.", "Vergleichen Sie die gefundenen Wege und reservieren Sie einen."],
      keys: [["R", "Werkzeug wählen"]],
    },
    mine: {
      name: "Unsere Reservierungen",
      steps: ["Die Liste zeigt, was Ihre Organisation hält und wann es abläuft.", "„Aufheben“ gibt die Kapazität ab heute frei."],
      keys: [["M", "Werkzeug wählen"]],
    },
    bookmarks: {
      name: "Meine Ansichten",
      steps: ["Geben Sie der Ansicht einen Namen und merken Sie sie.", "Ein Klick auf den Namen bringt Sie dorthin zurück. Gelöschtes lässt sich gleich zurückholen."],
      keys: [],
    },
    print: {
      name: "Drucken",
      steps: ["Wählen Sie Papier und Maßstab. Der Rahmen auf der Karte zeigt das Blatt.", "Verschieben Sie die Karte, bis der Ausschnitt passt, und erstellen Sie das PDF."],
      keys: [],
    },
    locate: {
      name: "Eigener Ort",
      steps: ["Ein Druck zeigt, wo Sie sind; der Kreis sagt, wie genau. Die Karte folgt Ihnen.", "Verschieben Sie die Karte, folgt sie nicht mehr. Ein weiterer Druck bringt Sie zurück, noch einer beendet es."],
      keys: [["P", "eigenen Ort zeigen"]],
    },
    edit: {
      name: "Bearbeiten",
      steps: ["Wählen Sie ein Werkzeug, oder klicken Sie ein Objekt an und wählen Sie rechts, was geändert wird.", "„Speichern“ steht immer unten rechts. Was noch nicht gespeichert ist, übersteht Neuladen und Verbindungsabbruch.", "Alles lässt sich zurücknehmen, auch Gespeichertes."],
      keys: [["E", "Bearbeiten ein"], ["Strg+Z", "rückgängig"], ["Strg+Umschalt+Z", "wiederherstellen"], ["Esc", "einen Schritt zurück"]],
    },
    "site-create": {
      name: "Standort setzen",
      steps: ["Klicken Sie auf die Karte, oder geben Sie Adresse oder Koordinaten ein.", "Ziehen Sie die Marke, bis sie stimmt. Füllen Sie die Angaben aus und speichern Sie."],
      keys: [["S", "Werkzeug wählen"], ["Esc", "einen Schritt zurück"]],
    },
    "segment-create": {
      name: "Trassenabschnitt zeichnen",
      steps: ["Klicken Sie Punkt für Punkt. Ein Ring zeigt, woran der Punkt einrastet; ein Doppelklick beendet die Linie.", "Mit „Parallel zu einer Trasse“ geben Sie den Abstand ein, klicken die Trasse an und dann Anfang und Ende.", "Trifft das Ende eine Trasse, wird angeboten, sie dort mit allem darin zu teilen."],
      keys: [["T", "Werkzeug wählen"], ["W", "Winkel in festen Schritten"], ["Rücktaste", "letzten Punkt entfernen"], ...DRAWING],
    },
    "gateway-create": {
      name: "Gateway setzen",
      steps: ["Klicken Sie auf einen Standort; an anderer Stelle entsteht ein neuer.", "Füllen Sie die Angaben aus und speichern Sie."],
      keys: [["G", "Werkzeug wählen"], ["Esc", "einen Schritt zurück"]],
    },
    "duct-create": {
      name: "Rohr oder Rohrverband legen",
      steps: ["Klicken Sie Anfang und Ende. Der Weg durch die Trassen wird vorgeschlagen.", "Ein Klick auf einen Abschnitt nimmt ihn heraus oder hinein.", "Wählen Sie den Rohrtyp und speichern Sie."],
      keys: [["D", "Werkzeug wählen"], ["Rücktaste", "letzten Schritt zurück"], ...DRAWING],
    },
    "cable-create": {
      name: "Kabel einziehen",
      steps: ["Klicken Sie Anfang und Ende.", "Wählen Sie je Abschnitt das Rohr. Die Füllung vorher und nachher steht dabei.", "Wählen Sie den Kabeltyp und speichern Sie."],
      keys: [["K", "Werkzeug wählen"], ["Rücktaste", "letzten Schritt zurück"], ...DRAWING],
    },
    "many-change": {
      name: "Viele ändern",
      steps: ["Wählen Sie Trassenabschnitte, Standorte, Rohre, Kabel oder Gateways, und umreißen Sie sie mit Rechteck oder Vieleck, oder nehmen Sie alle, die ein Filter findet.", "Wählen Sie, was für alle gelten soll, und lesen Sie die Vorschau.", "Entweder werden alle geändert oder keines."],
      keys: [["X", "Werkzeug wählen"], ["Esc", "einen Schritt zurück"]],
    },
  },
  tour: {
    welcome: { title: "Willkommen", text: "Eine Minute, dann kennen Sie die Karte. Sie können den Rundgang jederzeit beenden und später in der Hilfe wieder öffnen." },
    search: { title: "Suchen", text: "Kennzeichen, Straße, Adresse, Eigentümer, EUI oder Koordinaten. Die Taste / bringt Sie hierher." },
    rail: { title: "Werkzeuge", text: "Auswählen, filtern, messen, einen freien Weg suchen. Jedes Werkzeug hat eine Taste; sie steht im Hinweis, wenn Sie darauf zeigen." },
    legend: { title: "Legende und Ebenen", text: "Was die Farben und Zeichen sagen. Schalten Sie Ebenen ein und aus und wählen Sie den Hintergrund." },
    edit: { title: "Bearbeiten", text: "Standorte setzen, Trassen zeichnen, Rohre legen, Kabel einziehen. Alles lässt sich zurücknehmen, auch nach dem Speichern." },
    help: { title: "Hilfe", text: "Hier oder mit der Taste ? steht zu jedem Werkzeug, was zu tun ist und welche Tasten gelten. Auch diesen Rundgang finden Sie hier." },
  },
  next: "Weiter",
  back: "Zurück",
  skip: "Überspringen",
  done: "Fertig",
  progress: "{step} von {all}",
};
