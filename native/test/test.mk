# make test: unit tests and the program itself, as they are and under the address, undefined and thread sanitizers; then the
# programs of all libcs that can be built here, against each other.

tests = $(patsubst test/unit/%.c,%,$(wildcard test/unit/*_test.c))
variants = plain address thread

plain_flags = -O2 -g
address_flags = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all
thread_flags = -O1 -g -fsanitize=thread

test_out = build/test

# The thread sanitizer of older compilers cannot cope with all of the kernel's address randomisation.
without_randomisation = $(shell setarch -R true 2>/dev/null && echo setarch -R)

.PHONY: test test-units test-programs $(variants:%=test-units-%)

test: test-units test-programs

test-units: $(variants:%=test-units-%)

$(variants:%=test-units-%): test-units-%:
	@$(MAKE) -j2 -s --no-print-directory bench units CC=gcc CFLAGS='$($*_flags)' LDFLAGS= LDLIBS= \
		TARGET=$* OUT=$(test_out)/$* SOURCE_SHA256=$(empty_sha256)
	@failed=0; for test in $(tests); do \
		$(without_randomisation) $(test_out)/$*/$$test || { echo "FAILED: $$test ($*)"; failed=1; }; \
	done; exit $$failed
	@echo "unit tests pass: $*"

empty_sha256 = $(shell sha256sum </dev/null | cut -d ' ' -f 1)

.PHONY: units
units: $(tests:%=$(OUT)/%)

$(OUT)/%_test: $(OUT)/objects/test/unit/%_test.o $(filter-out %/main.o,$(objects))
	$(CC) $(CFLAGS) $(LDFLAGS) $(needed_ldflags) -o $@ $^ $(LDLIBS)

# A program beside the tests that prints how long a census takes here.
$(OUT)/census_cost: $(OUT)/objects/test/unit/census_cost.o $(filter-out %/main.o,$(objects))
	$(CC) $(CFLAGS) $(LDFLAGS) $(needed_ldflags) -o $@ $^ $(LDLIBS)

.PHONY: census-cost
census-cost: $(OUT)/census_cost
	@$<

$(OUT)/objects/test/unit/%.o: test/unit/test.h
.SECONDARY:

test-programs: test-units
	@bash test/program_test.sh $(test_out)
