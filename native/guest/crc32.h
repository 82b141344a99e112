#ifndef NUMA_LAB_CRC32_H
#define NUMA_LAB_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 of ISO 3309 (polynomial 0xedb88320 reflected), the one of zlib and Ethernet. */
uint32_t crc32(const void *bytes, size_t length);

#endif
