/** Entry of the administration: typeface and colours of the other pages on Django's own layout, names for its controls. */
import "./styles/fonts.css";
import "./styles/administration.css";

import { nameControls } from "./administration/names";

nameControls();
