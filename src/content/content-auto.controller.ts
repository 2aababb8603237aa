import { ApiController } from '../common/http/api-controller.decorator.js';
import { SourceItemsController } from './source-items.controller.js';
import { SourceListsController } from './source-lists.controller.js';

/** What was generated, over HTTP. */
@ApiController('content-auto', 'content-auto')
export class ContentAutoController extends SourceItemsController('auto') {}

/** Ready-made lists of what was generated, over HTTP. */
@ApiController('content-auto', 'content-auto')
export class ContentAutoListsController extends SourceListsController('auto') {}
