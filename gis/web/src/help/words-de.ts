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
    ["B", "zu den Angaben rechts, von dort zurück zur Karte"],
    ["C", "Koordinaten unter dem Mauszeiger kopieren"],
  ],
  topics: {
    select: {
      name: "Auswählen",
      steps: ["Klicken Sie auf einen Standort, eine Trasse oder ein Gateway. Rechts erscheint, was dort liegt.", "Klicken Sie im Querschnitt auf ein Rohr, um seinen Inhalt zu sehen. Der Weg hierher steht oben in der Leiste.", "Das Zeichen mit den zwei Blättern oben kopiert den Link zu genau dieser Ansicht."],
      keys: [["V", "Werkzeug wählen"]],
    },
    search: {
      name: "Suchen",
      steps: ["Geben Sie Kennzeichen, Straße, Adresse, Eigentümer, EUI oder Koordinaten (EPSG:25832 oder WGS 84) ein.", "Wählen Sie mit den Pfeiltasten oder mit einem Klick. Die Karte zeigt den Ort und öffnet das Objekt."],
      keys: [["/", "zur Suche"], ["↓ ↑", "Treffer wählen"], ["Eingabe", "Treffer öffnen"], ["Esc", "Trefferliste schließen"]],
    },
    legend: {
      name: "Legende und Ebenen",
      steps: ["Schalten Sie Ebenen ein und aus. Eine Ebene, die erst näher zu sehen ist, sagt, ab welcher Zoomstufe.", "„Farbe zeigt“ färbt die Trassen nach freier Kapazität, Zustand, Art der Verlegung, Eigentümer oder Alter.", "Unten wählen Sie den Hintergrund."],
      keys: [],
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
      keys: [["E", "Bearbeiten beginnen"], ["Strg+Z", "rückgängig"], ["Strg+Umschalt+Z", "wiederherstellen"], ["Umschalt+Pfeile", "Karte fein verschieben; Eingabe setzt in der Mitte"], ["Esc", "einen Schritt zurück"]],
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
    "segment-change": {
      name: "Abschnitt ändern, Punkte verschieben",
      steps: ["Ziehen Sie Punkte der Linie. Ein Zug an einer Stelle dazwischen macht einen neuen Punkt; ein Rechtsklick oder langes Tippen entfernt einen.", "Ohne Ziehen: Ein Klick auf die Linie nimmt den Punkt auf, der nächste setzt ihn ab.", "Ein Ende, das Sie auf einen anderen Standort ziehen, endet dort. Was im Abschnitt liegt, bleibt darin."],
      keys: [["Eingabe", "Punkt in der Mitte der Karte aufnehmen, absetzen"], ["Entf", "aufgenommenen Punkt entfernen"], ["Esc", "Punkt lassen, wo er war"]],
    },
    "segment-split": {
      name: "Trasse teilen",
      steps: ["Öffnen Sie den Abschnitt und wählen Sie „Trasse teilen“.", "Klicken Sie auf die Stelle der Linie. Liegt dort kein Standort, entsteht ein neuer.", "Rohre, Kabel, Reservierungen und Verlauf bleiben und führen durch beide Hälften."],
      keys: [["Eingabe", "in der Mitte der Karte teilen"], ["Esc", "einen Schritt zurück"]],
    },
    "segment-merge": {
      name: "Mit Nachbarn zusammenlegen",
      steps: ["Öffnen Sie den Abschnitt und wählen Sie „Mit Nachbarn zusammenlegen“.", "Wählen Sie den Nachbarn. Das geht, wo in beiden dasselbe liegt und am Standort dazwischen sonst nichts ist; sonst steht dabei, was im Weg steht."],
      keys: [["Esc", "einen Schritt zurück"]],
    },
    "segment-reverse": {
      name: "Abschnitt umkehren",
      steps: ["Öffnen Sie den Abschnitt und wählen Sie „Abschnitt umkehren“.", "Anfang und Ende tauschen. Rohre und Kabel darin behalten ihre eigene Richtung."],
      keys: [["Esc", "einen Schritt zurück"]],
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
    "duct-cut": {
      name: "Rohr schneiden",
      steps: ["Öffnen Sie das Rohr, etwa im Querschnitt seines Abschnitts, und wählen Sie „Rohr schneiden“.", "Klicken Sie auf einen Standort am Weg, wählen Sie ihn in der Liste, oder geben Sie die Meter ab dem Anfang ein.", "Aus einem Rohr werden zwei, auf Wunsch gekuppelt. Was darin liegt, bleibt; Reservierungen gelten über beide Stücke weiter."],
      keys: [["↓ ↑", "in der Liste den nächsten Standort"], ["Esc", "einen Schritt zurück"]],
    },
    "cable-create": {
      name: "Kabel einziehen",
      steps: ["Klicken Sie Anfang und Ende.", "Wählen Sie je Abschnitt das Rohr. Die Füllung vorher und nachher steht dabei.", "Wählen Sie den Kabeltyp und speichern Sie."],
      keys: [["K", "Werkzeug wählen"], ["Rücktaste", "letzten Schritt zurück"], ...DRAWING],
    },
    "many-change": {
      name: "Viele ändern",
      steps: ["Wählen Sie Trassenabschnitte, Standorte, Rohre, Kabel oder Gateways, und umranden Sie sie mit Rechteck oder Vieleck, oder nehmen Sie alle, die ein Filter findet: höchstens 200 auf einmal.", "Wählen Sie, was für alle gelten soll, und lesen Sie die Vorschau.", "Entweder werden alle geändert oder keines."],
      keys: [["X", "Werkzeug wählen"], ["Esc", "einen Schritt zurück"]],
    },
    delete: {
      name: "Löschen",
      steps: ["Nur für Irrtümer: Das Objekt verschwindet, als wäre es nie erfasst worden. Was es wirklich gab, erhält den Lebenszyklus „entfernt“.", "Liegt noch etwas darin, steht dabei, was im Weg ist.", "„Zurück“ holt das Gelöschte wieder, samt Links darauf."],
      keys: [["Strg+Z", "Löschen zurücknehmen"]],
    },
    documents: {
      name: "Fotos und Dokumente",
      steps: ["Ziehen Sie Dateien auf „Dokumente“ eines Objekts, oder wählen Sie sie dort aus. Am Telefon öffnet „Foto aufnehmen“ die Kamera.", "Jede Datei zeigt ihren Fortschritt. Bricht die Verbindung ab, senden Sie sie noch einmal; sie kommt nur einmal an."],
      keys: [],
    },
    history: {
      name: "Verlauf und frühere Stände",
      steps: ["Unten im Objekt steht, wer wann was geändert hat. Auf der Karte ist der frühere Stand gestrichelt, der neue durchgezogen.", "„Diesen Stand wiederherstellen“ gilt als neue Änderung; der Verlauf bleibt."],
      keys: [],
    },
    import: {
      name: "Import",
      steps: ["„Seiten“ und dann „Import“ nimmt Dateien von Baufirmen und anderen Systemen auf.", "Sie ordnen Spalten zu, sehen in einer Probe, was daraus wird, und importieren dann alles oder nichts. Befunde zeigt die Karte."],
      keys: [],
    },
  },
  tour: {
    welcome: { title: "Willkommen", text: "Eine Minute, dann kennen Sie die Karte. Sie können den Rundgang jederzeit beenden und später in der Hilfe wieder öffnen." },
    search: { title: "Suchen", text: "Kennzeichen, Straße, Adresse, Eigentümer, EUI oder Koordinaten. Die Taste / bringt Sie hierher." },
    rail: { title: "Werkzeuge", text: "Auswählen, filtern, messen, einen freien Weg suchen, den eigenen Ort zeigen. Fast jedes Werkzeug hat eine Taste; die Hilfe nennt sie." },
    legend: { title: "Legende und Ebenen", text: "Was die Farben und Zeichen sagen. Schalten Sie Ebenen ein und aus und wählen Sie den Hintergrund." },
    edit: { title: "Bearbeiten", text: "Standorte setzen, Trassen zeichnen, Rohre legen, Kabel einziehen. Alles lässt sich zurücknehmen, auch nach dem Speichern." },
    views: { title: "Ansichten und Drucken", text: "Merken Sie sich, was Sie sehen, unter einem Namen, und kommen Sie dahin zurück. Daneben drucken Sie die Ansicht maßstäblich als PDF." },
    pages: { title: "Seiten", text: "Tabellen mit Export, Zahlen im Überblick, Datenqualität, Anträge und was Ihre Rolle sonst braucht; auch Ihr Konto." },
    help: { title: "Hilfe", text: "Hier oder mit der Taste ? steht zu jedem Werkzeug, was zu tun ist und welche Tasten gelten. Auch diesen Rundgang finden Sie hier." },
  },
  next: "Weiter",
  back: "Zurück",
  skip: "Überspringen",
  done: "Fertig",
  progress: "{step} von {all}",
};
