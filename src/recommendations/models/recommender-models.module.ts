import { Module } from '@nestjs/common';
import { ActiveModel } from './active-model.js';
import { ModelStore } from './model-store.js';

/** The trained models: where they are kept, and the one that answers. */
@Module({ providers: [ModelStore, ActiveModel], exports: [ModelStore, ActiveModel] })
export class RecommenderModelsModule {}
