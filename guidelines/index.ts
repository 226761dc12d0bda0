export { GUIDELINES, type Guideline } from './guidelines';
