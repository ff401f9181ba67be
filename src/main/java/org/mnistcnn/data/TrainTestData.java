package org.mnistcnn.data;

/**
 * A data set as it is published: what a model learns from and what it is judged by, of one image
 * shape and one list of classes.
 *
 * @param training the images to learn from
 * @param test the images that training never sees
 */
public record TrainTestData(Dataset training, Dataset test) {}
