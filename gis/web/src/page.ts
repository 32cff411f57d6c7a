/** Entry of the pages beside the map (lists, tables, overview): the look only, no script is needed. */
import "./styles/kern.css";
import "./styles/lists.css";
import "./styles/clock.css";
import "./styles/desk.css";
import "./styles/conversation.css";
import "./styles/portal.css";
