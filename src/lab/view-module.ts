// The lazy chunk: nothing of it is fetched before the first trace is shown.
import '../../style/view.css';

export { mount } from '../view/mount';
