/** Entry of the pages beside the map (lists, tables, overview): the look, and what was typed; they work without a script. */
import "./styles/kern.css";
import "./styles/lists.css";
import "./styles/clock.css";
import "./styles/desk.css";
import "./styles/conversation.css";
import "./styles/portal.css";

import { focusRefusal } from "./refused";
import { keepTyped } from "./typed";

keepTyped();
focusRefusal();

// On a phone the menu is one line that a finger moves: it begins where one is.
const here = document.querySelector<HTMLElement>(".page__menu [aria-current]");
const menu = here?.parentElement;
if (here && menu) menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;
