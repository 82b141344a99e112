/* What the build knows of itself; the Makefile writes the values into a source file of the output folder. */
#ifndef NUMA_LAB_BUILD_FACTS_H
#define NUMA_LAB_BUILD_FACTS_H

extern const char build_target[];
extern const char build_compiler[];
extern const char build_flags[];
extern const char build_source_sha256[];

#endif
