/** Entry of plain form pages (log in, change password): the look, and what was typed; no script is needed. */
import "./styles/kern.css";
import "./styles/form.css";

import { focusRefusal } from "./refused";
import { keepTyped } from "./typed";

keepTyped();
focusRefusal();
