# Short names for what package.json and the CLI offer; `npm run --silent` keeps standard output pure JSON.
cli = npm run --silent cli --
common-flags = $(if $(n),--count '$(n)') $(if $(days),--days '$(days)') $(if $(format),--format '$(format)')
threshold-flags = $(if $(min-requests),--min-requests '$(min-requests)') $(if $(min-latency),--min-latency '$(min-latency)')

.PHONY: help demo test traffic api-dev api-demo api-test init-dev init-demo init-test
.PHONY: cache-analysis cache-analysis-relative

help:
	@echo 'make demo                        everything, with demo data'
	@echo 'make test                        every test'
	@echo 'make traffic seconds=20          requests against the running server'
	@echo 'make api-dev|api-demo|api-test   the api of one environment'
	@echo 'make init-dev|init-demo|init-test  its database (init-demo loads the demo data too)'
	@echo 'make cache-analysis n=10 days=7 format=table|json min-requests=10 min-latency=100'
	@echo 'make cache-analysis-relative n=10 days=7 format=table|json'

demo:
	@npm run --silent demo

test:
	@npm test

traffic:
	@npm run --silent traffic -- $(if $(seconds),--seconds '$(seconds)')

api-dev api-demo api-test: api-%:
	@APP_ENV=$* npm start --silent

init-dev init-test: init-%:
	@APP_ENV=$* $(cli) db:init

init-demo:
	@APP_ENV=demo $(cli) db:init
	@APP_ENV=demo $(cli) demo:load

cache-analysis:
	@$(cli) cache-analysis $(common-flags) $(threshold-flags)

cache-analysis-relative:
	@$(cli) cache-analysis-relative $(common-flags)
