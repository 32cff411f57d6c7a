/** Entry of the administration: typeface and colours of the other pages on Django's own layout; no script is needed. */
import "./styles/fonts.css";
import "./styles/administration.css";
