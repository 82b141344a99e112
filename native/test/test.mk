# make test: unit tests as they are and under the address, undefined and thread sanitizers; then the program from outside, of all
# libcs that can be built here and under the sanitizers (test/program).

tests = $(patsubst test/unit/%.c,%,$(wildcard test/unit/*_test.c))
variants = plain address thread

plain_flags = -O2 -g
address_flags = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all
thread_flags = -O1 -g -fsanitize=thread

test_out = build/test

# The thread sanitizer of older compilers cannot cope with all of the kernel's address randomisation.
without_randomisation = $(shell setarch -R true 2>/dev/null && echo setarch -R)

.PHONY: test test-units test-programs $(variants:%=test-units-%) $(variants:%=variant-%)

test: test-units test-programs

test-units: $(variants:%=test-units-%)

# The program and the unit tests, compiled for one of the sanitizers or for none.
$(variants:%=variant-%): variant-%:
	@$(MAKE) -j2 -s --no-print-directory bench units CC=gcc CFLAGS='$($*_flags)' LDFLAGS= LDLIBS= \
		TARGET=$* OUT=$(test_out)/$* SOURCE_SHA256=$(empty_sha256)

$(variants:%=test-units-%): test-units-%: variant-%
	@failed=0; for test in $(tests); do \
		$(without_randomisation) $(test_out)/$*/$$test || { echo "FAILED: $$test ($*)"; failed=1; }; \
	done; exit $$failed
	@echo "unit tests pass: $*"

empty_sha256 = $(shell sha256sum </dev/null | cut -d ' ' -f 1)

.PHONY: units
units: $(tests:%=$(OUT)/%)

$(OUT)/%_test: $(OUT)/objects/test/unit/%_test.o $(filter-out %/main.o,$(objects))
	$(CC) $(CFLAGS) $(LDFLAGS) $(needed_ldflags) -o $@ $^ $(LDLIBS)

# Programs beside the tests: how long a census takes here; where pages lie that NUMA balancing has marked, for a guest.
$(OUT)/census_cost $(OUT)/marked_pages: $(OUT)/%: $(OUT)/objects/test/unit/%.o $(filter-out %/main.o,$(objects))
	$(CC) $(CFLAGS) $(LDFLAGS) $(needed_ldflags) -o $@ $^ $(LDLIBS)

.PHONY: census-cost
census-cost: $(OUT)/census_cost
	@$<

$(tests:%=$(OUT)/objects/test/unit/%.o): test/unit/test.h
.SECONDARY:

# They build what they need themselves, by this Makefile.
test-programs:
	@cd .. && node_modules/.bin/vitest run --project program
