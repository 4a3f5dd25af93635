export { mount } from './view/mount';
export type { MountedView, ViewHost, ViewStateStore } from './view/host';
export { default } from './lab/plugin';
