/* Lines `placement` and `census`. Their shapes are defined in results/schema/counts.ts. */
#include "output.h"

/* Which objects, who owns them, and when they were counted. */
struct census_subject {
	const char *subject;
	const char *owner;
	const char *checkpoint;
};

static void output_owner(struct output *out, const char *type, const struct census_subject *subject,
			 const struct census *census)
{
	json_begin_line(out, type);
	json_string_at(out, "subject", subject->subject);
	json_string_at(out, "owner", subject->owner);
	json_string_at(out, "checkpoint", subject->checkpoint);
	json_unsigned_at(out, "objects", census->objects);
}

static void json_bytes_by_node(struct output *out, unsigned count, const uint64_t bytes[])
{
	json_begin_array(out);
	for (unsigned i = 0; i < count; i++)
		json_unsigned(out, bytes[i]);
	json_end_array(out);
}

static void output_placement(struct output *out, const struct census_subject *subject, const struct census *census)
{
	unsigned count = census->node_count;
	output_owner(out, "placement", subject, census);
	json_key(out, "nodes");
	json_begin_array(out);
	for (unsigned i = 0; i < count; i++)
		json_unsigned(out, census->nodes[i]);
	json_end_array(out);
	json_key(out, "bytes");
	json_begin_array(out);
	for (unsigned i = 0; i < count; i++)
		json_bytes_by_node(out, count, census->bytes[i]);
	json_end_array(out);
	json_key(out, "absentBytes");
	json_bytes_by_node(out, count, census->absent);
	json_key(out, "zeroPageBytes");
	json_bytes_by_node(out, count, census->zero);
	json_key(out, "unknownBytes");
	json_bytes_by_node(out, count, census->unknown);
	json_end_line(out);
}

static void output_neighbours(struct output *out, const struct census_neighbours *neighbours)
{
	json_key(out, "neighbours");
	json_begin_object(out);
	json_unsigned_at(out, "pairs", neighbours->pairs);
	json_unsigned_at(out, "remotePairs", neighbours->remote_pairs);
	json_unsigned_at(out, "strideBytes", neighbours->stride_bytes);
	json_unsigned_at(out, "stridePairs", neighbours->stride_pairs);
	json_end_object(out);
}

static void output_sharing(struct output *out, const struct census *census)
{
	json_key(out, "sharing");
	json_begin_array(out);
	for (int unit = 0; unit < CENSUS_UNITS; unit++) {
		const struct census_sharing *sharing = &census->sharing[unit];
		json_begin_object(out);
		json_unsigned_at(out, "unitBytes", census_unit_bytes((enum census_unit)unit));
		json_unsigned_at(out, "objects", sharing->objects);
		json_unsigned_at(out, "objectBytes", sharing->object_bytes);
		json_unsigned_at(out, "bytes", sharing->bytes);
		json_unsigned_at(out, "followingBytes", sharing->following_bytes);
		json_end_object(out);
	}
	json_end_array(out);
}

static void output_class(struct output *out, const struct census *census, unsigned index)
{
	const struct census_class *class = &census->classes[index];
	json_begin_object(out);
	if (index + 1 < CENSUS_CLASSES)
		json_unsigned_at(out, "upToBytes", 1ull << (CENSUS_SMALLEST_CLASS_BITS + index));
	json_unsigned_at(out, "objects", class->objects);
	json_unsigned_at(out, "requestedBytes", class->requested_bytes);
	if (census->kind == CENSUS_BLOCKS)
		json_unsigned_at(out, "usableBytes", class->usable_bytes);
	json_unsigned_at(out, "placedBytes", class->placed_bytes);
	json_unsigned_at(out, "remoteBytes", class->remote_bytes);
	json_unsigned_at(out, "pageSharingObjects", class->page_sharing_objects);
	json_end_object(out);
}

void output_census(struct output *out, const char *subject, const char *owner, const char *checkpoint,
		   const struct census *census)
{
	struct census_subject about = {subject, owner, checkpoint};
	output_placement(out, &about, census);
	output_owner(out, "census", &about, census);
	json_unsigned_at(out, "runs", census->runs);
	output_neighbours(out, &census->neighbours);
	output_sharing(out, census);
	json_key(out, "classes");
	json_begin_array(out);
	for (unsigned i = 0; i < CENSUS_CLASSES; i++)
		if (census->classes[i].objects)
			output_class(out, census, i);
	json_end_array(out);
	json_end_line(out);
}
