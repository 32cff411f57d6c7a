import "./styles/kern.css";
import "./styles/page.css";
import "./styles/map.css";
import "./styles/panel.css";
import "./styles/drawing.css";
import "./styles/edit.css";
import "./styles/filter.css";
import "./styles/documents.css";
import "./styles/help.css";
import "./styles/paper.css";

import { App } from "./app";
import { readConfig } from "./config";
import { keepTyped } from "./typed";

new App(readConfig(document)).start();
keepTyped();
