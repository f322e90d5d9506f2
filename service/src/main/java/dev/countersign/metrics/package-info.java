/// What a service process tells of itself to those who watch it: numbers in the text format of Prometheus.
///
/// No label holds anything that belongs to a person or a project.
@NullMarked
package dev.countersign.metrics;

import org.jspecify.annotations.NullMarked;
