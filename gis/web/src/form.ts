/** Entry of plain form pages (log in, change password): the look only, no script is needed. */
import "./styles/kern.css";
import "./styles/form.css";
