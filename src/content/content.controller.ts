import { ApiController } from '../common/http/api-controller.decorator.js';
import { SourceItemsController } from './source-items.controller.js';
import { SourceListsController } from './source-lists.controller.js';

/** What people made, over HTTP. */
@ApiController('content', 'content')
export class ContentController extends SourceItemsController('items') {}

/** Ready-made lists of what people made, over HTTP. */
@ApiController('content', 'content')
export class ContentListsController extends SourceListsController('items') {}
